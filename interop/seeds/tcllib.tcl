# Sends as it is told on standard input with Tcllib's smtp::sendmessage: one order after the other, each a line
# "name base64" for every entry and an empty line; answers "status base64 0". Driven by the Java class Driver.

package require smtp
package require mime
fconfigure stdin -encoding utf-8
fconfigure stdout -buffering line

# A dict from each name to the list of its values, or {} at the end of input.
proc read_order {} {
    set order {}
    while {[gets stdin line] >= 0} {
        if {$line eq ""} {
            return $order
        }
        lassign $line name value
        dict lappend order $name [encoding convertfrom utf-8 [binary decode base64 $value]]
    }
    exit 0
}

proc all {order name} {
    expr {[dict exists $order $name] ? [dict get $order $name] : {}}
}

proc one {order name} {
    lindex [all $order $name] 0
}

# The program's own encoded words, for it leaves values beyond ASCII to its caller.
proc field {header} {
    regexp {^([^:]*): (.*)$} $header -> name value
    if {[regexp {[^\x01-\x7f]} $value]} {
        set value [::mime::word_encode utf-8 quoted-printable $value]
    }
    list $name $value
}

proc options {order} {
    set options [list -debug 0]
    foreach {key option} {port -ports host -servers} {
        lappend options $option [all $order $key]
    }
    foreach {key option} {client -client sender -originator user -username password -password at-least-one -atleastone
                          queue -queue seconds -maxsecs policy -tlspolicy} {
        if {[dict exists $order $key]} {
            lappend options $option [one $order $key]
        }
    }
    if {[dict exists $order recipient]} {
        lappend options -recipients [join [all $order recipient] ,]
    }
    switch -- [one $order tls] {
        none { lappend options -usetls 0 }
        implicit { lappend options -tlsimport 1 }
        required { lappend options -tlspolicy secure }
    }
    foreach header [all $order header] {
        lappend options -header [field $header]
    }
    return $options
}

# What a policy answers.
proc secure {code diagnostic} { return secure }
proc insecure {code diagnostic} { return insecure }

proc message {order} {
    set text [::mime::initialize -canonical text/plain -param {charset utf-8} \
        -string [encoding convertto utf-8 [one $order body]]]
    if {![dict exists $order attachment]} {
        return $text
    }
    set parts [list $text]
    foreach octets [all $order attachment] {
        lappend parts [::mime::initialize -canonical application/octet-stream -string [binary decode base64 $octets]]
    }
    return [::mime::initialize -canonical multipart/mixed -parts $parts]
}

while 1 {
    set order [read_order]
    set status sent
    set text ""
    if {[catch {
        set part [message $order]
        for {set i 0} {$i < [one $order times]} {incr i} {
            set refused [smtp::sendmessage $part {*}[options $order]]
            append text $refused
            if {$refused ne ""} {
                set status "refused"
            }
        }
        ::mime::finalize $part -subordinates all
    } error]} {
        set status error
        append text $error
    }
    puts "$status [binary encode base64 [encoding convertto utf-8 "-$text"]] 0"
}
