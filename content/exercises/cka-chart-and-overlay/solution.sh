helm repo add podinfo https://stefanprodan.github.io/podinfo
helm template @{release} podinfo/podinfo --version=@{version} --namespace=@{chartNamespace} \
  --set=replicaCount=@{replicas} --set=ui.message=@{message} > /opt/answers/charts/rendered.yaml

mkdir -p /opt/files/site/overlays/@{stage}
cat > /opt/files/site/overlays/@{stage}/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../base
namespace: @{namespace}
namePrefix: @{stage}-
labels:
  - pairs:
      stage: @{stage}
    includeSelectors: true
images:
  - name: nginx
    newTag: "@{tag}"
replicas:
  - name: page
    count: @{count}
YAML
kubectl apply -k /opt/files/site/overlays/@{stage}
kubectl rollout status deployment/@{stage}-page -n @{namespace} --timeout=120s
