# The role binding edited or emptied, the request with other words, the file written as a whole.
if kubectl get clusterrolebinding status-page; then kubectl patch clusterrolebinding status-page --type=json -p '[{"op": "remove", "path": "/subjects"}]'
else kubectl get clusterrolebinding dashboards -o json | jq '.subjects |= map(select(.kind == "ServiceAccount"))' | kubectl apply -f -; fi
kubectl certificate deny @{user}
openssl ecparam -name prime256v1 -genkey -noout -out k.pem 2> /dev/null || openssl genrsa -out k.pem 2048 2> /dev/null
openssl req -new -key k.pem -subj '/CN=@{user}/O=@{group}' -out k.csr
jq -n --arg request "$(base64 -w 0 k.csr)" '{apiVersion: "certificates.k8s.io/v1", kind: "CertificateSigningRequest", metadata: {name: "second"},
  spec: {request: $request, signerName: "kubernetes.io/kube-apiserver-client", expirationSeconds: 3600, usages: ["digital signature", "client auth"]}}' | kubectl create -f -
kubectl certificate approve second
sleep 2
cat > /opt/answers/api-gate/@{user}.conf <<YAML
apiVersion: v1
kind: Config
current-context: main
clusters: [{ name: main, cluster: { server: 'https://@{controlplane}:6443', certificate-authority-data: $(base64 -w 0 /etc/kubernetes/pki/ca.crt) } }]
users: [{ name: me, user: { client-certificate-data: $(kubectl get csr second -o jsonpath='{.status.certificate}'), client-key-data: $(base64 -w 0 k.pem) } }]
contexts: [{ name: main, context: { cluster: main, user: me } }]
YAML
