cd /root/events
kubectl create configmap till -n events --from-file=till.sh
kubectl create configmap saga -n events --from-file=saga.sh --from-file=steps.sh
kubectl create configmap projector -n events --from-file=projector.sh
kubectl rollout status deployment/queue -n events --timeout=120s
kubectl exec -i -n events deployment/queue -- redis-cli > /dev/null <<'REDIS'
MULTI
SET revenue 1000
SET stock 8
SET courier open
HSET accounts mina 100 jun 10
RPUSH ledger "deposited mina 100" "deposited jun 50" "withdrew mina 30" "refunded mina 12" "withdrew jun 20" "deposited sora 200" "refunded jun 5" "withdrew sora 45" "refunded sora 7" "withdrew mina 10"
HSET balances mina 60 jun 30 sora 155
SET projector:offset 10
EXEC
REDIS

# Kubeconfigs as kubeadm makes them: in both, everything is called the same. Nobody answers at west's address.
mkdir -p /root/clusters && cd /root/clusters
cp /etc/kubernetes/admin.conf east.conf
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=kubernetes -keyout ca.key -out ca.crt 2> /dev/null
openssl req -newkey rsa:2048 -nodes -subj /O=kubeadm:cluster-admins/CN=kubernetes-admin -keyout admin.key -out admin.csr 2> /dev/null
openssl x509 -req -in admin.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out admin.crt 2> /dev/null
export KUBECONFIG=/root/clusters/west.conf
kubectl config set-cluster kubernetes --server=https://172.30.40.2:6443 --certificate-authority=ca.crt --embed-certs=true
kubectl config set-credentials kubernetes-admin --client-certificate=admin.crt --client-key=admin.key --embed-certs=true
kubectl config set-context kubernetes-admin@kubernetes --cluster=kubernetes --user=kubernetes-admin
kubectl config use-context kubernetes-admin@kubernetes
unset KUBECONFIG
rm -f ca.* admin.*

cat > /root/fleet/base/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - shop.yaml
YAML
kubectl create namespace shop
for name in till projector; do kubectl rollout status deployment/$name -n events --timeout=120s; done
