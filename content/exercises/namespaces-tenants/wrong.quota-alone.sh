# fails: template/share, template/secure, template/closed
# A quota that counts requests, and nobody who fills them in; "baseline" lets root in; no policy.
cat > /root/new-tenant.sh <<'SCRIPT'
kubectl create namespace $1
kubectl label namespace $1 pod-security.kubernetes.io/enforce=baseline
kubectl create quota share -n $1 --hard=pods=5,requests.cpu=1,requests.memory=1Gi
kubectl create rolebinding members -n $1 --clusterrole=edit --group=$1
SCRIPT
