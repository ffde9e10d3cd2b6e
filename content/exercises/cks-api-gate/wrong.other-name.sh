# fails: user/denied, user/identity, user/rights
# Deleted instead of denied; user and group in each other's place; the new user gets a right of its own.
@{leak.close}
kubectl delete csr @{user}
openssl req -newkey rsa:2048 -nodes -keyout user.key -subj '/O=@{user}/CN=@{group}' -out user.csr 2> /dev/null
openssl x509 -req -in user.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -days 1 -out user.crt
kubectl create clusterrolebinding @{user} --clusterrole=view --user=@{group}
export KUBECONFIG=/opt/answers/api-gate/@{user}.conf
kubectl config set-cluster kubernetes --server=https://@{controlplane}:6443 --certificate-authority=/etc/kubernetes/pki/ca.crt --embed-certs
kubectl config set-credentials @{user} --client-certificate=user.crt --client-key=user.key --embed-certs
kubectl config set-context @{user} --cluster=kubernetes --user=@{user}
kubectl config use-context @{user}
