# fails: template/rights, template/sum
# The group may edit every namespace; and the quota counts Pods alone.
cat > /root/new-tenant.sh <<'SCRIPT'
kubectl create namespace $1 --dry-run=client -o yaml | kubectl apply -f -
kubectl label namespace $1 --overwrite pod-security.kubernetes.io/enforce=restricted
kubectl create quota share -n $1 --hard=pods=5 --dry-run=client -o yaml | kubectl apply -f -
kubectl create clusterrolebinding $1 --clusterrole=edit --group=$1 --dry-run=client -o yaml | kubectl apply -f -
kubectl apply -n $1 -f - <<YAML
apiVersion: v1
kind: LimitRange
metadata: { name: defaults }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 64Mi } }] }
YAML
SCRIPT
