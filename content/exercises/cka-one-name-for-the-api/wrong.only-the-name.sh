# fails: name/as-before, name/recorded, clients/files
# A certificate for the name alone, signed by hand.
ssh @{hosts.where} "sed -i 's/^.* @{name}$/172.30.1.2 @{name}/' /etc/hosts"
cd /etc/kubernetes/pki
openssl req -new -key apiserver.key -subj /CN=kube-apiserver -out /tmp/api.csr
printf 'subjectAltName=DNS:@{name},IP:172.30.1.2' > /tmp/ext
openssl x509 -req -in /tmp/api.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile /tmp/ext -out apiserver.crt
sleep 90
