# fails: certificate/config, certificate/signed, namespaced/no-more
# A year's certificate; the context still names the administrator; the role is bound in every namespace.
kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: @{user} }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  request: $(base64 -w 0 /opt/files/access/@{user}.csr)
  usages: [client auth]
YAML
kubectl certificate approve @{user}
sleep 5
cp /etc/kubernetes/admin.conf /opt/answers/access/config
kubectl create clusterrole works --verb=get,list,create,patch --resource=@{work.qualified}
kubectl create clusterrolebinding works --clusterrole=works --user=@{user}
