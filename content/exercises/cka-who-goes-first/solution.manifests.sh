kubectl apply -f - <<'YAML'
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: @{baseClass} }
value: @{baseValue}
globalDefault: true
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: @{patientClass} }
value: @{patientValue}
preemptionPolicy: Never
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: @{urgentClass} }
value: @{urgentValue}
description: Comes before all others.
YAML
for each in @{patient}=@{patientClass} @{urgent}=@{urgentClass}; do
  kubectl get deployment "${each%=*}" -n @{namespace} -o json | jq ".spec.template.spec.priorityClassName = \"${each#*=}\"" | kubectl replace -f -
done
kubectl scale deployment @{patient} -n @{namespace} --replicas=1
kubectl rollout status deployment/@{urgent} -n @{namespace} --timeout=120s
sleep 20
