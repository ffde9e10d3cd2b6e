# Debian 12: update-ca-certificates of ca-certificates 20230311, and curl that trusts what it has made.
openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.crt -subj '/CN=my ca' -days 10 2>/dev/null
mkdir -p /usr/local/share/ca-certificates/more
cp c.crt '/usr/local/share/ca-certificates/more/my (own) ca.crt'
update-ca-certificates
ls /etc/ssl/certs; readlink '/etc/ssl/certs/my_=own=_ca.pem'
grep -c BEGIN /etc/ssl/certs/ca-certificates.crt
openssl verify -CAfile /etc/ssl/certs/ca-certificates.crt c.crt
update-ca-certificates 2>&1 | sed -n 2p
rm -r /usr/local/share/ca-certificates/more
update-ca-certificates --fresh
ls /etc/ssl/certs
update-ca-certificates --nothing; echo $?
dpkg -S /usr/sbin/update-ca-certificates
