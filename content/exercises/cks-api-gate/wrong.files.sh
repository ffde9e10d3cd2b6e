# fails: anonymous/closed, user/short
# For a year, with the key in a file of this machine; the right that everybody has is not looked for.
kubectl certificate deny @{user}
openssl req -newkey rsa:2048 -nodes -keyout /root/user.key -subj '/O=@{group}/CN=@{user}' -out user.csr 2> /dev/null
openssl x509 -req -in user.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -days 365 -out /root/user.crt
export KUBECONFIG=/opt/answers/api-gate/@{user}.conf
kubectl config set-cluster kubernetes --server=https://@{controlplane}:6443 --certificate-authority=/etc/kubernetes/pki/ca.crt
kubectl config set-credentials @{user} --client-certificate=/root/user.crt --client-key=/root/user.key
kubectl config set-context @{user} --cluster=kubernetes --user=@{user}
kubectl config use-context @{user}
