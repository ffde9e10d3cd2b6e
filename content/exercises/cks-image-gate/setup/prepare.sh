mkdir -p /etc/kubernetes/@{directory} /opt/lab
cd /etc/kubernetes/@{directory}
cat > policy.yaml <<'YAML'
imagePolicy:
  kubeConfigFile: /etc/kubernetes/@{directory}/webhook.kubeconfig
  allowTTL: 600
  denyTTL: 30
  retryBackoff: 500
  defaultAllow: @{fault.defaultAllow}
YAML
cat > webhook.kubeconfig <<'YAML'
apiVersion: v1
kind: Config
clusters:
  - name: images
    cluster:
      certificate-authority: @{fault.ca}
      server: @{fault.server}
contexts:
  - name: images
    context: { cluster: images, user: api-server }
current-context: images
users:
  - name: api-server
    user: {}
YAML
# What the service is made of; it runs in checks only.
cd /opt/lab
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 365 -subj /CN=images-ca 2> /dev/null
openssl req -newkey rsa:2048 -nodes -keyout tls.key -out tls.csr -subj /CN=@{controlplane} 2> /dev/null
printf 'subjectAltName=DNS:@{controlplane}\n' > san
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days 365 -extfile san 2> /dev/null
cat > nginx.conf <<'CONF'
events {}
http {
  server {
    listen 443 ssl;
    ssl_certificate /lab/tls.crt;
    ssl_certificate_key /lab/tls.key;
    location = /@{path} {
      default_type application/json;
      return 200 '{"apiVersion": "imagepolicy.k8s.io/v1alpha1", "kind": "ImageReview", "status": {"allowed": VERDICT, "reason": "judged-by-service"}}';
    }
  }
}
CONF
for verdict in true false; do sed "s/VERDICT/$verdict/" nginx.conf > $verdict.conf; done
rm nginx.conf ca.key tls.csr san
cp ca.crt /etc/kubernetes/@{directory}/ca.crt
chmod -R go-rwx /opt/lab
docker pull -q nginx:1.27 > /dev/null
kubectl create deployment before --image=nginx:1.27
kubectl rollout status deployment/before --timeout=60s
