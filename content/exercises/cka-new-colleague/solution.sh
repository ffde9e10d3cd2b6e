kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  name: @{user}
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: $(base64 -w 0 /opt/files/access/@{user}.csr)
  expirationSeconds: @{validity.seconds}
  usages: [client auth]
YAML
kubectl certificate approve @{user}
sleep 5
kubectl get csr @{user} -o jsonpath='{.status.certificate}' | base64 -d > /tmp/@{user}.crt
cp /etc/kubernetes/admin.conf /opt/answers/access/config
export KUBECONFIG=/opt/answers/access/config
kubectl config set-credentials @{user} --client-certificate=/tmp/@{user}.crt --client-key=/opt/files/access/@{user}.key --embed-certs
kubectl config set-context @{user} --cluster=kubernetes --user=@{user} --namespace=@{namespace}
kubectl config use-context @{user}
export KUBECONFIG=/etc/kubernetes/admin.conf

kubectl create role @{user} -n @{namespace} --verb=get,list,create,patch --resource=@{work.qualified}
kubectl create rolebinding @{user} -n @{namespace} --role=@{user} --user=@{user}
kubectl create clusterrole look-@{look.resource} --verb=get,list --resource=@{look.qualified}
kubectl create clusterrolebinding look-@{look.resource} --clusterrole=look-@{look.resource} --group=@{group}
