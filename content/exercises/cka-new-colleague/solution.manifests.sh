# A ClusterRole bound in the namespace; a kubeconfig written from scratch.
cat > /tmp/csr.yaml <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: @{user} }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: $(base64 /opt/files/access/@{user}.csr | tr -d '\n')
  expirationSeconds: @{validity.seconds}
  usages: [digital signature, key encipherment, client auth]
YAML
kubectl create -f /tmp/csr.yaml
kubectl certificate approve @{user}
until [ -n "$(kubectl get csr @{user} -o jsonpath='{.status.certificate}')" ]; do sleep 1; done
cat > /opt/answers/access/config <<YAML
apiVersion: v1
kind: Config
current-context: it
clusters:
  - name: here
    cluster:
      server: $(kubectl config view --raw --minify -o jsonpath='{.clusters[0].cluster.server}')
      certificate-authority: /etc/kubernetes/pki/ca.crt
users:
  - name: it
    user:
      client-certificate-data: $(kubectl get csr @{user} -o jsonpath='{.status.certificate}')
      client-key: /opt/files/access/@{user}.key
contexts:
  - name: it
    context: { cluster: here, user: it, namespace: @{namespace} }
YAML
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: works }
rules: [{ apiGroups: [@{work.apiGroup}], resources: [@{work.resource}], verbs: [get, list, create, patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: looks }
rules: [{ apiGroups: [@{look.apiGroup}], resources: [@{look.resource}], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: works, namespace: @{namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: works }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: @{user} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: looks }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: looks }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: @{group} }]
YAML
