# fails: endpoint/address, endpoint/recorded
# A certificate for the new name alone: kubelets and kubeconfigs that say the address believe it no more.
openssl req -new -newkey rsa:2048 -nodes -keyout /etc/kubernetes/pki/apiserver.key -subj /CN=kube-apiserver -out a.csr
printf 'subjectAltName=DNS:api.ledger.internal,DNS:kubernetes,IP:10.96.0.1\nextendedKeyUsage=serverAuth\n' > a.ext
openssl x509 -req -in a.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days 365 -extfile a.ext -out /etc/kubernetes/pki/apiserver.crt
crictl stop $(crictl ps -q --name kube-apiserver)
sleep 40
