# Everything stopped and the data directory put in the old one's place; a token Secret instead of a token; the file edited.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Secret
metadata:
  name: reporter-token
  namespace: press
  annotations:
    kubernetes.io/service-account.name: reporter
type: kubernetes.io/service-account-token
YAML
sleep 5
kubectl config --kubeconfig=/root/reporter.conf set-credentials reporter \
  --token="$(kubectl get secret reporter-token -n press -o jsonpath='{.data.token}' | base64 -d)"
kubectl create rolebinding reporter-edits -n press --clusterrole=edit --serviceaccount=press:reporter
kubectl create --kubeconfig=/root/reporter.conf -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: story
spec:
  containers:
    - name: web
      image: nginx:1.27
      resources:
        requests: { cpu: 0.1, memory: 64Mi }
YAML

kubectl get configmap settings -n presses -o yaml | sed 's/limit: "10"/limit: "20"/' | kubectl replace -f -

kubectl wait --for=condition=Ready pod/story -n press --timeout=60s
/root/accident.sh
mkdir /root/off
mv /etc/kubernetes/manifests/*.yaml /root/off/
sleep 40
mv /var/lib/etcd /var/lib/etcd.old
etcdutl snapshot restore /root/before.db --data-dir=/var/lib/etcd
mv /root/off/*.yaml /etc/kubernetes/manifests/
sleep 60
cp /root/before.db /var/backups/etcd.db
