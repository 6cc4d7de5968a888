cd /work/wt/cli; rm -rf outbox/src; cp -a /work/wt/outbox/outbox/src outbox/src; cp /work/wt/outbox/outbox/pom.xml outbox/pom.xml; cp -a /work/wt/outbox/core/src/. core/src/; cp /work/wt/outbox/pom.xml pom.xml
python3 - <<'P'
p='outbox/pom.xml'; s=open(p).read()
if 'slf4j' not in s:
    s=s.replace('''      <version>3.53.4.0</version>
      <scope>runtime</scope>
''','''      <version>3.53.4.0</version>
      <scope>runtime</scope>
      <exclusions>
        <!-- Without it the driver logs by the JDK's own means, and says nothing on standard error. -->
        <exclusion>
          <groupId>org.slf4j</groupId>
          <artifactId>slf4j-api</artifactId>
        </exclusion>
      </exclusions>
''')
    open(p,'w').write(s)
P
