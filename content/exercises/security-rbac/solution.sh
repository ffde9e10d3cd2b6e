kubectl create role deployer -n shop --verb=get,list,watch,update,patch --resource=deployments.apps
kubectl create rolebinding deployer -n shop --role=deployer --serviceaccount=ci:deployer

openssl genrsa -out mina.key 2048
openssl req -new -key mina.key -subj "/CN=mina/O=developers" -out mina.csr
cat <<YAML | kubectl apply -f -
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  name: mina
spec:
  request: $(base64 -w 0 mina.csr)
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
YAML
kubectl certificate approve mina
sleep 3
kubectl get csr mina -o jsonpath='{.status.certificate}' | base64 -d > mina.crt
cp /etc/kubernetes/admin.conf /root/mina.kubeconfig
kubectl --kubeconfig /root/mina.kubeconfig config set-credentials mina --client-certificate=mina.crt --client-key=mina.key --embed-certs=true
kubectl --kubeconfig /root/mina.kubeconfig config set-context --current --user=mina
kubectl create rolebinding developers -n shop --clusterrole=view --group=developers

kubectl patch role log-reader -n shop --type=json -p '[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["pods/log"],"verbs":["get"]}},{"op":"add","path":"/rules/-","value":{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get"]}}]'

kubectl delete clusterrolebinding monitor-quick-fix
