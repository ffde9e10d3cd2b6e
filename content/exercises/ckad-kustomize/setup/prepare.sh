kubectl create namespace @{namespace}
mkdir -p /opt/work/kustomize/base /opt/work/kustomize/overlays /opt/lab
cd /opt/work/kustomize/base
cat > kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - service.yaml
configMapGenerator:
  - name: settings
    literals:
      - LEVEL=info
      - REGION=north
YAML
cat > deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
  labels:
    app: @{app}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: @{app}
  template:
    metadata:
      labels:
        app: @{app}
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: settings
          resources:
            requests:
              memory: 32Mi
YAML
cat > service.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: @{app}
spec:
  selector:
    app: @{app}
  ports:
    - port: 80
YAML
cp -r . /opt/lab/base
chmod -R a+rwX /opt/work/kustomize
