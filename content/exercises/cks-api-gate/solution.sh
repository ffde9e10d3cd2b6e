@{leak.close}
kubectl certificate deny @{user}
openssl genrsa -out user.key
openssl req -new -key user.key -subj '/O=@{group}/CN=@{user}' -out user.csr
kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: @{user}-@{group} }
spec:
  request: $(base64 -w 0 user.csr)
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: 86400
  usages: [client auth]
YAML
kubectl certificate approve @{user}-@{group}
sleep 2
kubectl get csr @{user}-@{group} -o jsonpath='{.status.certificate}' | base64 -d > user.crt
server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')
export KUBECONFIG=/opt/answers/api-gate/@{user}.conf
kubectl config set-cluster kubernetes --server=$server --certificate-authority=/etc/kubernetes/pki/ca.crt --embed-certs
kubectl config set-credentials @{user} --client-certificate=user.crt --client-key=user.key --embed-certs
kubectl config set-context @{user} --cluster=kubernetes --user=@{user}
kubectl config use-context @{user}
