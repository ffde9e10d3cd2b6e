for ns in red blue; do
  kubectl apply -n $ns -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: tenant
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector: {}
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: platform
  egress:
    - to:
        - podSelector: {}
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: platform
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
YAML
done

cat > /root/new-tenant.sh <<'SCRIPT'
name=$1
kubectl apply -f - <<YAML
apiVersion: v1
kind: Namespace
metadata:
  name: $name
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: share
  namespace: $name
spec:
  hard:
    pods: "5"
    requests.cpu: "1"
    requests.memory: 1Gi
---
apiVersion: v1
kind: LimitRange
metadata:
  name: sizes
  namespace: $name
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: 100m
        memory: 64Mi
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: members
  namespace: $name
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: $name
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: own-namespace
  namespace: $name
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}
YAML
SCRIPT

kubectl get clusterrole edit -o json | jq '{apiVersion, kind: "ClusterRole", metadata: {name: "tenant-edit"}, rules: [.rules[] | .resources -= ["networkpolicies"]]}' | kubectl apply -f -
kubectl delete rolebinding devs -n blue
kubectl create rolebinding devs -n blue --clusterrole=tenant-edit --group=blue-devs
kubectl patch clusterrolebinding cost-labels --type=json -p '[{"op": "remove", "path": "/subjects/0"}]'

kubectl label node node02 pool=red
kubectl label node node01 pool=shared
kubectl taint node node02 tenant=red:NoSchedule
kubectl annotate namespace red scheduler.alpha.kubernetes.io/node-selector=pool=red 'scheduler.alpha.kubernetes.io/defaultTolerations=[{"key": "tenant", "operator": "Equal", "value": "red", "effect": "NoSchedule"}]'
kubectl annotate namespace blue scheduler.alpha.kubernetes.io/node-selector=pool=shared
sed -i 's/--enable-admission-plugins=NodeRestriction/&,PodNodeSelector,PodTolerationRestriction/' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz > /dev/null; do sleep 5; done
