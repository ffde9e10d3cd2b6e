kubectl create namespace ward
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: clock, namespace: ward }
spec:
  selector: { matchLabels: { app: clock } }
  template:
    metadata: { labels: { app: clock } }
    spec:
      tolerations: [{ operator: Exists }]
      nodeSelector: { kubernetes.io/hostname: controlplane }
      containers:
        - { name: clock, image: 'busybox:1.36', command: [sh, -c, 'while true; do echo tick; sleep 5; done'] }
YAML
kubectl rollout status deployment/clock -n ward --timeout=120s
ssh node01 'echo "2026-03-02 orders: 1912" > /var/log/keep.log'
cd /root
openssl genrsa -out anna.key 2048
openssl req -new -key anna.key -subj /O=nurses/CN=anna -out anna.csr
openssl x509 -req -in anna.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days 365 -out anna.crt
kubectl config --kubeconfig=anna.conf set-cluster kubernetes --server=https://172.30.1.2:6443 --certificate-authority=/etc/kubernetes/pki/ca.crt
kubectl config --kubeconfig=anna.conf set-credentials anna --client-certificate=/root/anna.crt --client-key=/root/anna.key
kubectl config --kubeconfig=anna.conf set-context anna --cluster=kubernetes --user=anna --namespace=ward
kubectl config --kubeconfig=anna.conf use-context anna
kubectl create role looker -n ward --verb=get,list,watch --resource=pods
kubectl create rolebinding nurses -n ward --role=looker --group=nurses
rm -f anna.csr
