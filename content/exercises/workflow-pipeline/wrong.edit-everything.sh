# fails: account/no-delete, account/no-secrets, account/short
# "edit" is far more than a pipeline needs, and a token in a Secret never ends.
kubectl create serviceaccount deployer -n ci
kubectl create rolebinding deployer -n shop --clusterrole=edit --serviceaccount=ci:deployer
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Secret
metadata: { name: deployer, namespace: ci, annotations: { kubernetes.io/service-account.name: deployer } }
type: kubernetes.io/service-account-token
YAML
sleep 3
cp /etc/kubernetes/admin.conf /root/ci.kubeconfig
kubectl --kubeconfig /root/ci.kubeconfig config set-credentials ci --token="$(kubectl get secret deployer -n ci -o jsonpath='{.data.token}' | base64 -d)"
kubectl --kubeconfig /root/ci.kubeconfig config set-context --current --user=ci
