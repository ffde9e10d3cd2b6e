kubectl -n @{namespace} @{fault.mend}
kubectl create serviceaccount @{bot} -n @{namespace}
cat <<'YAML' | kubectl apply -f -
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: @{bot}
  namespace: @{namespace}
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, list]
  - apiGroups: [""]
    resources: [pods/log]
    verbs: [get]
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get]
  - apiGroups: [apps]
    resources: [deployments/scale]
    verbs: [get, patch]
YAML
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
for name in alpha bravo charlie delta; do
  kubectl auth can-i delete secrets -n @{namespace} --as=system:serviceaccount:@{namespace}:$name | grep -q yes && echo $name
done > /opt/answers/rights/delete.txt
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
