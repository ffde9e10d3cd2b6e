install -d -m 0777 /opt/answers/certs
cd /etc/kubernetes
sign() { # AUTHORITY DAYS REQUEST CERTIFICATE
  openssl x509 -req -in $3 -CA pki/$1.crt -CAkey pki/$1.key -CAcreateserial -CAserial /tmp/serial -days $2 -copy_extensions copy -out $4 2> /dev/null
}
openssl req -new -key pki/@{pair.file}.key -subj '@{pair.subject}' -addext '@{pair.extensions}' -addext extendedKeyUsage=@{pair.usage} -out /tmp/request
sign @{pair.ca} @{days} /tmp/request pki/@{pair.file}.crt
openssl genrsa -out /tmp/client.key 2048 2> /dev/null
openssl req -new -key /tmp/client.key -subj '/CN=@{pair.user}' -addext extendedKeyUsage=clientAuth -out /tmp/request
sign ca @{days} /tmp/request /tmp/client.crt
kubectl --kubeconfig=@{pair.conf}.conf config set-credentials @{pair.user} --client-certificate=/tmp/client.crt --client-key=/tmp/client.key --embed-certs
rm -f /tmp/request /tmp/client.* /tmp/serial
cd pki
for each in @{pair.other} front-proxy-client etcd/server etcd/peer; do openssl x509 -in $each.crt -noout -fingerprint; done | sort | cksum > /var/lib/kubelet/.others
crictl stop "$(crictl ps --name kube-apiserver -q)" "$(crictl ps --name @{pair.component} -q)"
sleep 30
until kubectl get --raw=/readyz; do sleep 2; done
