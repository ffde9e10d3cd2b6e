# fails: account/works, account/get, account/list, account/watch
# The Role says nothing of the API group.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: @{account}, namespace: @{namespace} }
rules: [{ apiGroups: [''], resources: [@{thing.plural}], verbs: [get, list, watch] }]
YAML
kubectl create rolebinding @{account} -n @{namespace} --role=@{account} --serviceaccount=@{namespace}:@{account}
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
sleep 20
