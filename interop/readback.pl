#!/usr/bin/perl
# readback.pl FOLDER: Perl's Email::MIME reads every NNN.eml and compares it with NNN.json: structure, texts, octets,
# file names, subjects and other texts of the header. Addresses are left to readback.py.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Email::MIME;
use Email::MIME::ContentType;
use Encode qw(decode);
use JSON::PP;
use MIME::QuotedPrint qw(decode_qp);

binmode STDOUT, ':utf8';
$Email::MIME::MAX_DEPTH = 100;
my ($passed, $failed) = (0, 0);
for my $eml (sort glob("$ARGV[0]/*.eml")) {
    (my $json = $eml) =~ s/eml$/json/;
    if (eval { message(Email::MIME->new(slurp($eml)), decode_json(slurp($json)), ''); 1 }) {
        $passed++;
    } else {
        $failed++;
        print "  FAILED  $eml: ", substr($@, 0, 600), $@ =~ /\n\z/ ? '' : "\n";
    }
}
print "$passed passed, $failed failed\n";
exit($failed || !$passed ? 1 : 0);

sub slurp {
    open my $in, '<:raw', $_[0] or die "$_[0]: $!";
    local $/;
    return scalar <$in>;
}

sub expect {
    my ($what, $want, @found) = @_;
    for my $found (@found) {
        return if defined $want ? defined $found && $found eq $want : !defined $found;
    }
    my ($one, $other) = ($want // 'none', $found[0] // 'none');
    my $same = 0;
    $same++ while $same < length($one) && substr($one, $same, 1) eq substr($other, $same, 1);
    die sprintf "%s: at character %d expected '%s', found '%s'\n", $what, $same, map { show(substr $_, $same, 60) } $one, $other;
}

sub show { $_[0] =~ s/([\0-\x1F\x7F-\x9F])/sprintf '\\x%02X', ord $1/ger }

sub message {
    my ($mail, $truth, $where) = @_;
    expect($where . 'Message-ID', $truth->{messageId}, $mail->header_raw('Message-ID'));
    expect($where . $_, $truth->{texts}{$_}, text($mail, $_)) for sort keys %{$truth->{texts}};
    part($mail, $truth->{root}, $where, 1);
}

# Encoded words are read here, by the letter of RFC 2047 and RFC 5322 section 2.2.3: Email::MIME's own reading makes one
# space of several where a line ends.
sub text {
    my ($entity, $name) = @_;
    my @values = $entity->header_obj->as_string =~ /^\Q$name\E:[ \t]*(.*\n(?:[ \t].*\n)*)/gim;
    die "$name is there " . @values . " times\n" if @values != 1;
    (my $value = decode('UTF-8', $values[0])) =~ s/\r?\n//g;
    my $word = qr/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/i;
    $value =~ s/($word)[ \t]+(?=$word)/$1/g;
    return join '', map { /\A$word\z/ ? decode('MIME-Header', $_) : $_ } split /($word)/, $value;
}

sub part {
    my ($entity, $truth, $where, $root) = @_;
    my $type = parse_content_type($entity->header_raw('Content-Type') // 'text/plain');
    expect($where . 'type', $truth->{type}, "$type->{type}/$type->{subtype}");
    $where .= "$truth->{type} ";
    my $raw = $entity->header_raw('Content-Disposition');
    my $disposition = defined $raw ? parse_content_disposition($raw) : {};
    expect($where . 'disposition', $truth->{disposition}, $disposition->{type});
    expect($where . 'filename', $truth->{filename}, $disposition->{attributes}{filename});
    expect($where . 'description', $truth->{description}, text($entity, 'Content-Description')) if $truth->{description};
    if ($truth->{parts}) {
        my @children = $entity->subparts;
        expect($where . 'parts', scalar @{$truth->{parts}}, scalar @children);
        part($children[$_], $truth->{parts}[$_], $where . ($_ + 1) . ' ', 0) for 0 .. $#children;
    } elsif ($truth->{message}) {
        message(Email::MIME->new($entity->body_raw), $truth->{message}, $where);
    } else {
        leaf($entity, $type->{attributes}{charset} // 'us-ascii', $truth, $where, $root);
    }
}

sub leaf {
    my ($entity, $charset, $truth, $where, $root) = @_;
    my @octets = $entity->body;
    my $encoding = lc($entity->header_raw('Content-Transfer-Encoding') // '7bit');
    if ($encoding eq 'quoted-printable') {
        # Perl's decoder makes LF of a line end, which is CRLF (RFC 2045 section 6.7).
        (my $lines = $entity->body_raw) =~ s/(?<!=)\r\n/=0D=0A=\r\n/g;
        @octets = decode_qp($lines);
    }
    # Where content ends in CR, Email::MIME leaves it the boundary's line end.
    push @octets, $octets[0] =~ s/\r\n\z//r if $octets[0] =~ /\r\r\n\z/;
    # A message ends its last line, whatever its text does.
    push @octets, $octets[0] =~ s/\r\n\z//r if $root;
    $where .= "$charset $encoding ";
    if (exists $truth->{text}) {
        expect($where . 'text', $truth->{text}, map { decode($charset, $_) } @octets);
    } else {
        expect($where . 'length', $truth->{length}, map { length } @octets);
        expect($where . 'octets', $truth->{sha256}, map { sha256_hex($_) } @octets);
    }
}
