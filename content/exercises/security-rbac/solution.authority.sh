# A manifest; a certificate signed with the cluster's own authority; a ClusterRole bound in one namespace; a group taken out of the binding.
cat <<'YAML' | kubectl apply -f -
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: image-setter }
rules: [{ apiGroups: [apps], resources: [deployments], verbs: [get, list, watch, update, patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: image-setter, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: image-setter }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: ci }]
YAML

openssl genrsa -out mina.key 2048
openssl req -new -key mina.key -subj "/CN=mina/O=developers" -out mina.csr
openssl x509 -req -in mina.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -days 90 -out mina.crt
export KUBECONFIG=/root/mina.kubeconfig
kubectl config set-cluster kubernetes --server=$(kubectl --kubeconfig /etc/kubernetes/admin.conf config view -o jsonpath='{.clusters[0].cluster.server}') --certificate-authority=/etc/kubernetes/pki/ca.crt --embed-certs=true
kubectl config set-credentials mina --client-certificate=mina.crt --client-key=mina.key --embed-certs=true
kubectl config set-context mina --cluster=kubernetes --user=mina
kubectl config use-context mina
unset KUBECONFIG
kubectl create role pod-viewer -n shop --verb=get,list,watch --resource=pods
kubectl create rolebinding developers -n shop --role=pod-viewer --group=developers

kubectl create role logs -n shop --verb=get --resource=pods/log,deployments.apps
kubectl create rolebinding logs -n shop --role=logs --user=support

kubectl patch clusterrolebinding monitor-quick-fix --type=json -p '[{"op":"remove","path":"/subjects"}]'
