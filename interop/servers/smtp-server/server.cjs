// server.cjs MAIL CERTIFICATES PORT TLS_PORT LMTP_PORT USER PASSWORD TOKEN: smtp-server, which keeps what it takes as
// NUMBER.eml and NUMBER.eml.json in the folder MAIL. A line "fault:" for everything that a client should not have said.
const { SMTPServer } = require('smtp-server');
const fs = require('fs');
const { format } = require('util');

const [mail, certificates, port, tlsPort, lmtpPort, user, password, token] = process.argv.slice(2);
const SIZE = 26214400;
// 503: DATA came in one write with recipients of whom none was taken (RFC 2920 §3.1).
const MEANT = /^(530 |550 |451 |552 |535 |334 |503 5\.5\.1 Error: need RCPT)/;
let number = 0;

// Connections that were told goodbye: TLS's own goodbye may cross with the client's end of them.
const left = new Set();

const refused = (code, text) => Object.assign(new Error(text), { responseCode: code });

const options = {
  key: fs.readFileSync(certificates + '/server.key'),
  cert: fs.readFileSync(certificates + '/server.pem'),
  name: 'mx.mail.test',
  size: SIZE,
  authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'],
  hideENHANCEDSTATUSCODES: false,
  hideDSN: false,
  hideREQUIRETLS: false,
  // Each call tells: replies aren't seen by this program otherwise.
  logger: Object.fromEntries(['trace', 'info', 'warn', 'fatal'].map(level => [level, () => {}]).concat([
    ['debug', (facts, text, ...words) => {
      const said = words.length ? String(words[words.length - 1]) : '';
      if (facts && /^221/.test(said)) left.add(facts.cid);
      if (facts && facts.tnx === 'send' && /^[45]/.test(said) && !MEANT.test(said)) {
        console.log('fault: answered', said);
      }
    }],
    ['error', (facts, ...words) => {
      if (!left.has(words[1])) console.log('fault:', format(...words));
    }],
  ])),
  onAuth(auth, session, done) {
    const right = auth.username === user && (auth.method === 'XOAUTH2' ? auth.accessToken === token
      : auth.method === 'CRAM-MD5' ? auth.validatePassword(password) : auth.password === password);
    if (right) return done(null, { user });
    if (auth.method === 'XOAUTH2') return done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
    done(refused(535, 'wrong password'));
  },
  onRcptTo(address, session, done) {
    const name = address.address.split('@')[0];
    if (!address.address.endsWith('@example.test')) return done(refused(550, 'no relaying'));
    if (name === 'reject5xx') return done(refused(550, 'no such user'));
    if (name === 'later4xx') return done(refused(451, 'not now'));
    done();
  },
  onData(stream, session, done) {
    const file = `${mail}/${String(number++).padStart(6, '0')}`;
    const out = fs.createWriteStream(file + '.part');
    stream.pipe(out);
    out.on('finish', () => {
      if (stream.sizeExceeded) {
        fs.unlinkSync(file + '.part');
        return done(refused(552, 'too large'));
      }
      const { mailFrom, rcptTo } = session.envelope;
      fs.writeFileSync(file + '.eml.json', JSON.stringify(
        { from: mailFrom && mailFrom.address, to: rcptTo.map(one => one.address), options: session.envelope }));
      fs.renameSync(file + '.part', file + '.eml');
      done(null, 'stored');
    });
  },
};

for (const [at, more] of [[port, {}], [tlsPort, { secure: true }], [lmtpPort, { lmtp: true, authOptional: true }]]) {
  const server = new SMTPServer({ ...options, ...more });
  server.on('error', error => console.log('error:', error.message));
  server.listen(Number(at), '127.0.0.1');
}
