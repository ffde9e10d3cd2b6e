# A Role bound as a ClusterRole; the kubeconfig as text; the checks by JSONPath and grep; a deployment that remembers the old image.
cd /root/shop
sed -i 's/^GREETING = .*/GREETING = "welcome to the new shop"/' server.py
docker build -t controlplane:5000/shop:2 . > /dev/null 2>&1
docker push controlplane:5000/shop:2 > /dev/null
sed -i 's/shop:1$/shop:2/' k8s/deployment.yaml
kubectl apply -f k8s/deployment.yaml
kubectl rollout status deployment/web -n shop

cat > /root/ci/check.sh <<'SH'
set -e
dry=$(mktemp)
kubectl create --dry-run=server --validate=strict -f "$1" -o json 2> /dev/null > $dry || kubectl apply --dry-run=server --validate=strict -f "$1" -o json > $dry
jq -e -s '
  [ .[] | (.items[]?, select(.items | not))
    | (.spec.template.spec, .spec.jobTemplate.spec.template.spec, (select(.kind == "Pod") | .spec)) | values
    | (.containers[]?, .initContainers[]?) ]
  | all(.resources.limits.memory and (.image | split("/") | last | (contains("@") or (contains(":") and (endswith(":latest") | not)))))' $dry > /dev/null
SH

kubectl create sa deployer -n ci
kubectl create clusterrole deployer --verb=get,list,watch,create,patch --resource=deployments.apps,services
kubectl create clusterrole watcher --verb=get,list,watch --resource=pods,replicasets.apps
kubectl create rolebinding deployer -n shop --clusterrole=deployer --serviceaccount=ci:deployer
kubectl create rolebinding watcher -n shop --clusterrole=watcher --serviceaccount=ci:deployer
cat > /root/ci.kubeconfig <<YAML
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://172.30.1.2:6443', certificate-authority: /etc/kubernetes/pki/ca.crt } }]
users: [{ name: d, user: { token: $(kubectl create token deployer -n ci) } }]
contexts: [{ name: x, context: { cluster: c, user: d } }]
current-context: x
YAML
cat > /root/ci/deploy.sh <<'SH'
k="kubectl --kubeconfig /root/ci.kubeconfig -n shop"
before=$($k get deployment web -o jsonpath='{.spec.template.spec.containers[0].image}')
$k patch deployment web -p "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"controlplane:5000/shop:$1\"}]}}}}" &&
$k rollout status deployment web --timeout=100s && exit 0
$k set image deployment/web "web=$before"
exit 7
SH

cd /root/old
sed -i 's/v1beta1/v1/' report.yaml ingress.yaml
sed -i 's/serviceName: web/service: { name: web, port: { number: 80 } }/; /servicePort/d; s/- path: .*/- path: \/\n            pathType: ImplementationSpecific/' ingress.yaml
sed -i 's/v2beta1/v2/; s/targetAverageUtilization: 60/target:\n          type: Utilization\n          averageUtilization: 60/' autoscaler.yaml
for file in *.yaml; do kubectl create --save-config -f $file; done
