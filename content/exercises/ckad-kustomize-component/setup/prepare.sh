for stage in staging live; do kubectl create namespace @{namespace}-$stage; done
mkdir -p /opt/work/component/base /opt/work/component/components /opt/work/component/overlays/staging /opt/work/component/overlays/live /opt/lab
cd /opt/work/component
cat > base/kustomization.yaml <<'YAML'
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
      containers:
        - name: web
          image: nginx:1.27
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
cat > overlays/staging/kustomization.yaml <<'YAML'
namespace: @{namespace}-staging
resources:
  - ../../base
YAML
cat > overlays/live/kustomization.yaml <<'YAML'
namespace: @{namespace}-live
resources:
  - ../../base
replicas:
  - name: @{app}
    count: @{replicas}
YAML
kubectl apply -k overlays/live
kubectl rollout status deployment/@{app} -n @{namespace}-live --timeout=120s
kubectl get deployment @{app} -n @{namespace}-live -o jsonpath='{.metadata.uid}' > /opt/lab/uid
sed -i '@{fault.break}' overlays/live/kustomization.yaml
cp -r base /opt/lab/base
chmod -R a+rwX /opt/work/component
