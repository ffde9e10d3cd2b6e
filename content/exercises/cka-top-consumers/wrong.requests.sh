# fails: cpu/name, memory/order, node/name
# Sorted by when they came and what they are called, which says nothing of what they use.
kubectl get pods -A -l @{label} --sort-by=.metadata.creationTimestamp --no-headers | awk '{print $2}' | tail -1 > /opt/answers/usage/cpu.txt
kubectl get pods -A -l @{label} --no-headers | awk '{print $2}' > /opt/answers/usage/memory.txt
kubectl get nodes --no-headers | awk 'NR == 1 {print $1}' > /opt/answers/usage/node.txt
