# fails: deployer/updates, deployer/works
# Deployments are in the group apps, not in the core group.
cat <<'YAML' | kubectl apply -f -
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules: [{ apiGroups: [''], resources: [deployments], verbs: [get, list, watch, update, patch] }]
YAML
kubectl create rolebinding deployer -n shop --role=deployer --serviceaccount=ci:deployer
