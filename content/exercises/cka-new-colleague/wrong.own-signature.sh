# fails: certificate/signed, certificate/namespace
# Signed with the key of the authority, past the API; the namespace is forgotten.
openssl x509 -req -in /opt/files/access/@{user}.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days @{validity.days} -out /tmp/@{user}.crt
cp /etc/kubernetes/admin.conf /opt/answers/access/config
kubectl config --kubeconfig=/opt/answers/access/config set-credentials @{user} --client-certificate=/tmp/@{user}.crt --client-key=/opt/files/access/@{user}.key
kubectl config --kubeconfig=/opt/answers/access/config set-context kubernetes-admin@kubernetes --user=@{user}
