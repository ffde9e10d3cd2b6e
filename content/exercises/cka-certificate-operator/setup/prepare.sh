mkdir -p /opt/files/ca
cd /opt/files/ca
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt -days 3650 -subj '/O=KubeDrill/CN=@{issuer}' -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2> /dev/null
chmod -R a+rX /opt/files
kubectl create namespace @{namespace}
