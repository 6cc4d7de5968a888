#lang racket/base
;; Sends as it is told on standard input with smtp-send-message: one order after the other, each a line "name base64" for
;; every entry and an empty line; answers "status base64 calls-of-the-hook". Driven by the Java class Driver.
(require net/smtp net/head net/base64 net/unihead openssl racket/list racket/port
         racket/string racket/tcp)

;; A list of (name . value), or #f at the end of input.
(define (read-order)
  (let next ([entries '()])
    (define line (read-bytes-line))
    (cond
      [(eof-object? line) #f]
      [(bytes=? line #"") (reverse entries)]
      [else
       (define space (caar (regexp-match-positions #rx#" " line)))
       (define name (bytes->string/utf-8 (subbytes line 0 space)))
       (define value (bytes->string/utf-8 (base64-decode (subbytes line (add1 space)))))
       (next (cons (cons name value) entries))])))

(define (all order name)
  (for/list ([entry (in-list order)] #:when (equal? (car entry) name)) (cdr entry)))

(define (one order name)
  (define found (all order name))
  (and (pair? found) (car found)))

;; The values of one header field.
(define (values-of order name)
  (for/list ([header (in-list (all order "header"))]
             #:when (string-prefix? (string-downcase header) (string-append (string-downcase name) ": ")))
    (encode-for-header (substring header (+ (string-length name) 2)))))

(define standard '("from" "to" "cc" "bcc" "subject"))

;; From, To, Cc, Bcc and Subject by standard-message-header, the rest by insert-field.
(define (header order)
  (define (first-of name) (let ([found (values-of order name)]) (if (pair? found) (car found) "")))
  (for/fold ([made (standard-message-header (first-of "From") (values-of order "To") (values-of order "Cc")
                                            (values-of order "Bcc") (first-of "Subject"))])
            ([field (in-list (all order "header"))])
    (define name (car (regexp-match #rx"^[^:]*" field)))
    (if (member (string-downcase name) standard)
        made
        (insert-field name (encode-for-header (substring field (+ (string-length name) 2))) made))))

;; Each "line" as it is, or the body's lines.
(define (body-lines order)
  (define given (all order "line"))
  (if (pair? given) given (lines-of-body order)))

(define (lines-of-body order)
  (define lines (string-split (one order "body") "\n" #:trim? #f))
  (if (and (pair? lines) (string=? (last lines) "")) (drop-right lines 1) lines))

(define (recipients order)
  (define given (all order "recipient"))
  (if (pair? given)
      given
      (append* (for/list ([name '("To" "Cc" "Bcc")])
                 (append* (for/list ([value (in-list (values-of order name))]) (extract-addresses value 'address)))))))

(define (hook order calls)
  (define sender (current-thread))
  (define what (one order "hook"))
  (lambda ()
    (set-box! calls (add1 (unbox calls)))
    (case what
      [("throw") (error "held back by the hook")]
      [("stop") (break-thread sender) (sleep 0)]
      [("stop-later") (thread (lambda () (sleep 0.7) (break-thread sender)))]
      [else (void)])))

;; smtp-send-message asks for 'tls, which is TLS 1.0; this one lets OpenSSL choose.
(define (with-any-version in out #:mode mode #:encrypt ignored #:close-original? close?)
  (ports->ssl-ports in out #:mode mode #:encrypt 'auto #:close-original? close?))

(define (send order calls)
  (define tls (one order "tls"))
  (define connect
    (cond
      [(one order "really") => (lambda (host) (lambda (ignored port) (tcp-connect host port)))]
      [(equal? tls "implicit") (lambda (host port) (ssl-connect host port))]
      [else tcp-connect]))
  (parameterize ([smtp-sending-server (one order "client")]
                 [smtp-sending-end-of-message (hook order calls)])
    (smtp-send-message (one order "host")
                       (or (one order "sender") (car (extract-addresses (car (values-of order "From")) 'address)))
                       (recipients order)
                       (header order)
                       (body-lines order)
                       #:port-no (string->number (one order "port"))
                       #:auth-user (one order "user")
                       #:auth-passwd (one order "password")
                       #:tcp-connect connect
                       #:tls-encode (and (equal? tls "required")
                                         (if (one order "as-documented") ports->ssl-ports with-any-version)))))

;; net/sendmail looks for its program in fixed places: here it is read from its own file with our folder for the first of
;; them. Compiled once for each folder.
(define programs (make-hash))

(define (send-mail-message-in folder)
  (hash-ref! programs folder
             (lambda ()
               (define source (collection-file-path "sendmail.rkt" "net"))
               (define original (call-with-input-file source port->string))
               (define text (string-replace original "\"/usr/sbin\"" (format "~s" folder)))
               (when (equal? text original) (error "net/sendmail looks elsewhere now"))
               (define name (string->symbol (string-append "sendmail in " folder)))
               (parameterize ([current-namespace (make-base-namespace)]
                              [current-module-declare-name (make-resolved-module-path name)]
                              [read-accept-reader #t])
                 (eval (namespace-syntax-introduce
                        (check-module (read-syntax source (open-input-string text)))))
                 (parameterize ([current-module-declare-name #f])
                   (dynamic-require (list 'quote name) 'send-mail-message))))))

(define (check-module form)
  (unless (pair? (syntax-e form)) (error "net/sendmail isn't a module"))
  (datum->syntax #f (cons (datum->syntax (quote-syntax here) 'module) (cdr (syntax-e form))) form))

(define (send-by-program order)
  (define (addresses name) (append* (for/list ([value (in-list (values-of order name))])
                                      (extract-addresses value 'full))))
  (define given (all order "header"))
  (define further
    (for/list ([field (in-list given)]
               #:unless (member (string-downcase (car (regexp-match #rx"^[^:]*" field))) standard))
      field))
  (apply (send-mail-message-in (one order "folder"))
         (one order "sender") (car (values-of order "Subject"))
         (addresses "To") (addresses "Cc") (addresses "Bcc") (body-lines order) further))

(define (answer status text calls)
  (printf "~a ~a ~a\n" status (base64-encode (string->bytes/utf-8 (string-append "-" text)) #"") (unbox calls))
  (flush-output))

(let next ()
  (define order (read-order))
  (when order
    (define calls (box 0))
    (with-handlers ([(lambda (raised) (or (exn:fail? raised) (exn:break? raised)))
                     (lambda (raised) (answer "error" (exn-message raised) calls))])
      (for ([_ (in-range (string->number (one order "times")))]) (if (one order "folder") (send-by-program order) (send order calls)))
      (answer "sent" "" calls))
    (next)))
