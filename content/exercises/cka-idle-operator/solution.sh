cd /opt/files/operator
cat >> crd.yaml <<'YAML'
                copies:
                  type: integer
                  minimum: @{least}
                  maximum: @{most}
                  default: @{usual}
YAML
kubectl apply -f crd.yaml
kubectl wait --for=condition=Established crd/@{kind.plural}.@{kind.group} --timeout=30s
@{fault.mend}
kubectl apply -f - <<'YAML'
apiVersion: @{kind.group}/v1
kind: @{kind.kind}
metadata:
  name: @{object}
  namespace: @{namespace}
spec:
  source: @{source}
YAML
kubectl rollout status deployment/operator -n @{system} --timeout=60s
sleep 40
