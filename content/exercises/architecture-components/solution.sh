kubectl get deployment orders -n warehouse --show-managed-fields -o json |
  jq -r '.metadata.managedFields[] | select(.fieldsV1["f:spec"]["f:replicas"]) | .manager' > /root/who.txt

ssh node01 'cat > /etc/kubernetes/manifests/beacon.yaml' <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: beacon
spec:
  containers:
    - name: web
      image: nginx:1.27
YAML

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: solo
spec:
  nodeName: node02
  containers:
    - name: web
      image: nginx:1.27
YAML

bash /root/outage.sh
sed -i 's/controller-manger/controller-manager/' /etc/kubernetes/manifests/kube-controller-manager.yaml
until kubectl rollout status deployment/oven -n bakery --timeout=60s; do sleep 5; done
