kubectl create serviceaccount @{account} -n @{namespace}
kubectl create clusterrole @{account} --verb=get,list,watch --resource=pods,pods/log
for namespace in @{namespace} @{second}; do
  kubectl create rolebinding @{account} -n $namespace --clusterrole=@{account} --serviceaccount=@{namespace}:@{account}
done
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: @{kind.plural}-view
  labels:
    rbac.authorization.k8s.io/aggregate-to-view: "true"
rules:
  - apiGroups: [@{kind.group}]
    resources: [@{kind.plural}]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: @{kind.plural}-edit
  labels:
    rbac.authorization.k8s.io/aggregate-to-edit: "true"
rules:
  - apiGroups: [@{kind.group}]
    resources: [@{kind.plural}]
    verbs: [create, update, patch, delete]
YAML
@{fault.mend}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 20
