# fails: policy/comes-through, policy/meets
# Only what the first refusal said.
@{fault.first}
kubectl apply -f /opt/work/admission/@{app}.yaml
sleep 10
