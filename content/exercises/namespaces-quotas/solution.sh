kubectl create quota dev -n dev --hard=pods=4,requests.cpu=2,limits.memory=2Gi

cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: LimitRange
metadata:
  name: defaults
  namespace: lab
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: 100m
        memory: 64Mi
      default:
        memory: 128Mi
      max:
        memory: 512Mi
YAML

kubectl scale deployment loadtest -n store --replicas=0
kubectl wait -n store deployment/shop --for=jsonpath='{.status.availableReplicas}'=3 --timeout=600s

kubectl set resources deployment report -n audit --limits=memory=256Mi
kubectl rollout status deployment/report -n audit --timeout=120s
sleep 10
