install -d -m 0777 /opt/answers/charts
mkdir -p /opt/files/site/base
cd /opt/files/site/base
cat > kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - service.yaml
  - settings.yaml
YAML
cat > deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: page
spec:
  replicas: 1
  selector:
    matchLabels: { app: page }
  template:
    metadata:
      labels: { app: page }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom: [{ configMapRef: { name: settings } }]
YAML
cat > service.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: page
spec:
  selector: { app: page }
  ports: [{ port: 80 }]
YAML
cat > settings.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  colour: pale
YAML
cat * | sha256sum | cut -d' ' -f1 > /opt/files/.site
chmod -R a+rwX /opt/files/site
kubectl create namespace @{namespace}
helm repo add podinfo https://stefanprodan.github.io/podinfo
helm repo remove podinfo
