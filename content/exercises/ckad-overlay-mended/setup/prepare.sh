kubectl create namespace @{namespace}
mkdir -p /opt/work/site/base /opt/work/site/overlays/live /opt/lab
cd /opt/work/site
cat > base/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - service.yaml
YAML
cat > base/deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
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
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: web-server
          envFrom:
            - secretRef:
                name: @{app}-key
          volumeMounts:
            - name: page
              mountPath: /usr/share/nginx/html
      volumes:
        - name: page
          configMap:
            name: @{app}-page
YAML
cat > base/service.yaml <<'YAML'
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
cat > overlays/live/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: @{namespace}
resources:
  - @{fault.base}
patches:
  - path: replicas.yaml
configMapGenerator:
  - name: @{app}-page
    files:
      - @{fault.file}
YAML
sed -i 's#- page.html$#- index.html=page.html#' overlays/live/kustomization.yaml
cat > overlays/live/replicas.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{fault.name}
spec:
  replicas: @{replicas}
YAML
echo '<h1>@{text}</h1>' > overlays/live/page.html
echo -n '@{token}' > overlays/live/key.txt
cp -r base /opt/lab/base
chmod -R a+rwX /opt/work/site
