until kubectl top pods -n @{namespace} > /dev/null 2>&1; do sleep 5; done
kubectl top pods -A --selector=@{label} --sort-by=cpu --no-headers | head -n 1 | awk '{print $2}' > /opt/answers/usage/cpu.txt
kubectl top pods -A --selector=@{label} --sort-by=memory --no-headers | awk '{print $2}' > /opt/answers/usage/memory.txt
kubectl top nodes --sort-by=memory --no-headers | head -n 1 | awk '{print $1}' > /opt/answers/usage/node.txt
