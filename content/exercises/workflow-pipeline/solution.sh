sed -i 's/welcome to the shop/welcome to the new shop/' /root/shop/server.py
docker build -q -t controlplane:5000/shop:2 /root/shop
docker push -q controlplane:5000/shop:2
sed -i 's#controlplane:5000/shop:1#controlplane:5000/shop:2#' /root/shop/k8s/deployment.yaml
kubectl apply -f /root/shop/k8s
kubectl rollout status deployment/web -n shop --timeout=120s

kubectl create serviceaccount deployer -n ci
cat <<'YAML' | kubectl apply -f -
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules:
  - { apiGroups: [apps], resources: [deployments], verbs: [get, list, watch, create, patch] }
  - { apiGroups: [''], resources: [services], verbs: [get, list, watch, create, patch] }
  - { apiGroups: [apps], resources: [replicasets], verbs: [get, list, watch] }
  - { apiGroups: [''], resources: [pods], verbs: [get, list, watch] }
YAML
kubectl create rolebinding deployer -n shop --role=deployer --serviceaccount=ci:deployer
export KUBECONFIG=/root/ci.kubeconfig
kubectl config set-cluster shop --server=https://172.30.1.2:6443 --certificate-authority=/etc/kubernetes/pki/ca.crt --embed-certs=true
kubectl config set-credentials deployer --token="$(kubectl --kubeconfig /etc/kubernetes/admin.conf create token deployer -n ci --duration=8h)"
kubectl config set-context ci --cluster=shop --user=deployer
kubectl config use-context ci
unset KUBECONFIG

cat > /root/ci/check.sh <<'SH'
#!/bin/bash
objects=$(kubectl apply --dry-run=server -o json -f "$1") || exit 1
faults=$(jq -r '
  .. | objects | select(has("containers")) | (.containers + (.initContainers // []))[]
  | (select(.image | test("@sha256:|:[^/]+$") | not) | "\(.name): no tag"),
    (select(.image | endswith(":latest")) | "\(.name): latest"),
    (select(.resources.limits.memory == null) | "\(.name): no memory limit")' <<< "$objects")
if [ -n "$faults" ]; then
  echo "$faults"
  exit 1
fi
SH
cat > /root/ci/deploy.sh <<'SH'
#!/bin/bash
export KUBECONFIG=/root/ci.kubeconfig
kubectl set image deployment/web -n shop "web=controlplane:5000/shop:$1" || exit 1
if ! kubectl rollout status deployment/web -n shop --timeout=60s; then
  kubectl rollout undo deployment/web -n shop
  kubectl rollout status deployment/web -n shop --timeout=60s
  exit 1
fi
SH

cd /root/old
sed -i 's#batch/v1beta1#batch/v1#' report.yaml
sed -i 's#autoscaling/v2beta1#autoscaling/v2#; s/targetAverageUtilization: 60/target: { type: Utilization, averageUtilization: 60 }/' autoscaler.yaml
cat > ingress.yaml <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
YAML
kubectl apply -f /root/old
