# fails: definition/usual, definition/bounds, operator/reconciles, object/made
kubectl apply -f /opt/files/operator/crd.yaml
sleep 5
echo '{"apiVersion": "@{kind.group}/v1", "kind": "@{kind.kind}", "metadata": {"name": "@{object}"}, "spec": {"source": "@{source}"}}' | kubectl create -n @{namespace} -f -
sleep 30
