mkdir -p /opt/lab /var/backups
kubectl create namespace press
kubectl create serviceaccount reporter -n press
kubectl create quota newsroom -n press --hard=requests.cpu=1,requests.memory=1Gi,pods=5
cat > /root/story.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: story
  namespace: press
spec:
  containers:
    - name: web
      image: nginx:1.27
YAML
cp /root/.kube/config /root/reporter.conf
kubectl config --kubeconfig=/root/reporter.conf unset users
kubectl config --kubeconfig=/root/reporter.conf set-credentials reporter --token=eyJhbGciOiJSUzI1NiJ9.expired.token
kubectl config --kubeconfig=/root/reporter.conf set-context "$(kubectl config --kubeconfig=/root/reporter.conf current-context)" --user=reporter --namespace=press

kubectl create namespace presses
kubectl create configmap settings -n presses --from-literal=limit=10 --from-literal=mode=day --from-literal=paper=A4
kubectl get configmap settings -n presses -o yaml | sed 's/limit: "10"/limit: "20"/' > /root/settings.yaml
kubectl patch configmap settings -n presses --type=merge -p '{"data":{"mode":"night","paper":"A3"}}'

kubectl create namespace archive
kubectl create configmap ledger -n archive --from-literal=year=1987 --from-literal=pages=412
kubectl get configmap ledger -n archive -o jsonpath='{.metadata.uid}' > /opt/lab/ledger.uid
sleep 5
