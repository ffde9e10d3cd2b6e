# fails: fence/policies
# The namespace is safe now; but "edit" includes NetworkPolicies.
kubectl patch clusterrolebinding cost-labels --type=json -p '[{"op": "remove", "path": "/subjects/0"}]'
