# fails: operator/modest, definition/bounds
sed -i '$a\                copies: { type: integer, default: @{usual} }' /opt/files/operator/crd.yaml
kubectl apply -f /opt/files/operator/crd.yaml
kubectl create clusterrolebinding all --clusterrole=cluster-admin --group=system:serviceaccounts:@{system}
sleep 30
