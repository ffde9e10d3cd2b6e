kubectl create namespace @{namespace}
kubectl create configmap opening-hours -n @{namespace} --from-literal=monday=closed
kubectl create serviceaccount dashboards -n kube-system
@{leak.open}
kubectl create role @{group} -n @{namespace} --verb=get,list --resource=configmaps
kubectl create rolebinding @{group} -n @{namespace} --role=@{group} --group=@{group}
mkdir -p /opt/answers/api-gate
chmod 0777 /opt/answers/api-gate
openssl req -newkey rsa:2048 -nodes -keyout /tmp/request.key -subj '/O=kubeadm:cluster-admins/CN=@{user}' -out /tmp/request.csr 2> /dev/null
kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: @{user} }
spec:
  request: $(base64 -w 0 /tmp/request.csr)
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
YAML
rm /tmp/request.*
